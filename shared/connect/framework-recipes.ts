/** Recipes for frameworks around the SDKs. */

import { keyFor, namingKeyFor, quoted, type Recipe } from './recipe.ts';

export const frameworkRecipes: readonly Recipe[] = [
  {
    id: 'langchain-python',
    name: 'LangChain, Python',
    group: 'code',
    note: 'Streaming, tools and structured output work through the same object.',
    snippets: (context) => [
      {
        place: 'pip install langchain-openai',
        language: 'python',
        text: `from langchain_openai import ChatOpenAI

model = ChatOpenAI(
    model=${quoted(context.model)},
    base_url="${context.baseUrl}",
    api_key="${namingKeyFor(context, 'langchain-python')}",
)
print(model.invoke("Hello, how are you?").content)`,
      },
    ],
    client: 'langchain-python',
    looksLike: 'openai-python',
  },
  {
    id: 'langchain',
    name: 'LangChain, TypeScript',
    group: 'code',
    note: 'Streaming, tools and structured output work through the same object.',
    snippets: (context) => [
      {
        place: 'npm install @langchain/openai',
        language: 'typescript',
        text: `import { ChatOpenAI } from '@langchain/openai';

const model = new ChatOpenAI({
  model: ${quoted(context.model)},
  apiKey: '${keyFor(context)}',
  configuration: { baseURL: '${context.baseUrl}' },
});
const message = await model.invoke('Hello, how are you?');
console.log(message.content);`,
      },
    ],
    client: 'langchain',
  },
  {
    id: 'llamaindex',
    name: 'LlamaIndex, Python',
    group: 'code',
    note: 'OpenAILike accepts any model name; OpenAI knows only its own.',
    snippets: (context) => [
      {
        place: 'pip install llama-index-llms-openai-like',
        language: 'python',
        text: `from llama_index.llms.openai_like import OpenAILike

llm = OpenAILike(
    model=${quoted(context.model)},
    api_base="${context.baseUrl}",
    api_key="${namingKeyFor(context, 'llamaindex')}",
    context_window=200000,
    is_chat_model=True,
    is_function_calling_model=True,
)
print(llm.complete("Hello, how are you?"))`,
      },
    ],
    client: 'llamaindex',
    looksLike: 'openai-python',
  },
  {
    id: 'ai-sdk',
    name: 'AI SDK',
    group: 'code',
    note: 'The provider for OpenAI-compatible services; @ai-sdk/openai would use the Responses API, which works too.',
    snippets: (context) => [
      {
        place: 'npm install ai @ai-sdk/openai-compatible',
        language: 'typescript',
        text: `import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText } from 'ai';

const dragoman = createOpenAICompatible({
  name: 'dragoman',
  baseURL: '${context.baseUrl}',
  apiKey: '${keyFor(context)}',
  includeUsage: true,
  supportsStructuredOutputs: true,
});
const { text } = await generateText({ model: dragoman(${quoted(context.model)}), prompt: 'Hello, how are you?' });
console.log(text);`,
      },
    ],
    client: 'ai-sdk',
  },
];
