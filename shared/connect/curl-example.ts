/** The first request anyone sends: a short conversation through the chat completions endpoint. */

/** A POSIX shell command for `baseUrl` (`http://127.0.0.1:9080/v1`). */
export function curlExample(baseUrl: string): string {
  return `curl ${baseUrl}/chat/completions -X POST \\
-H "Content-Type: application/json" \\
-d '{
    "model": "gpt-4",
    "messages": [
        {"role": "system", "content": "You are a professional translator."},
        {"role": "user", "content": "Translate the following to French: Hello, how are you?"}
    ],
    "max_tokens": 500
}'`;
}
