/** All recipes, in the order of the list. */

import { agentRecipes } from './agent-recipes.ts';
import { appRecipes } from './app-recipes.ts';
import { codeRecipes } from './code-recipes.ts';
import { editorRecipes } from './editor-recipes.ts';
import { frameworkRecipes } from './framework-recipes.ts';
import type { Recipe } from './recipe.ts';

export const recipes: readonly Recipe[] = [
  ...agentRecipes,
  ...editorRecipes,
  ...appRecipes,
  ...codeRecipes,
  ...frameworkRecipes,
];
