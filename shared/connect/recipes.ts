/** All recipes in display order. */

import { codeRecipes } from './code-recipes.ts';
import type { Recipe } from './recipe.ts';
import { toolRecipes } from './tool-recipes.ts';

export const recipes: readonly Recipe[] = [...codeRecipes, ...toolRecipes];
