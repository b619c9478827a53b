namespace PluginName

open System.Collections.Generic
open System.Text.Json
open System.Threading.Tasks
open Dagstack.Extensions.Plugins

/// A set of functions for language models, each with the JSON Schema of its arguments, which are checked before the call.
type PluginNameTool() =
    static let functions: IReadOnlyList<ToolSchema> =
        [| ToolSchema(
               Name = "greet",
               Description = "Greets somebody.",
               Parameters =
                   JsonElement.Parse
                       """{"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"], "additionalProperties": false}"""
           ) |]

    interface ITool with
        member _.GetSchemaAsync(_cancellationToken) = ValueTask<_>(functions)

        member _.ExecuteAsync(request, _cancellationToken) =
            let result =
                match request.Function, request.Args.TryGetProperty "name" with
                | "greet", (true, name) -> ToolResult.Of(JsonSerializer.SerializeToElement $"Good day, {name.GetString()}.")
                | name, _ -> ToolResult.Failed $"There is no function '{name}' with these arguments."

            ValueTask<_>(result)
