/** All recipes, in the order they are shown. */

import { codeRecipes } from './code-recipes.ts';
import type { Recipe } from './recipe.ts';
import { toolRecipes } from './tool-recipes.ts';

export const recipes: readonly Recipe[] = [...codeRecipes, ...toolRecipes];
