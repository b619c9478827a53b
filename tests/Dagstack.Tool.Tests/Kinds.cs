using Dagstack.Extensions.Plugins.Tests;

namespace Dagstack.Tool.Tests;

/// <summary>Kinds in YAML.</summary>
internal static class Kinds
{
    /// <summary>Writes a kind with one hook, <c>cut</c>.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="path">The folder of kinds in there.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="version">Its version.</param>
    /// <param name="limit">The longest text that it takes.</param>
    /// <param name="more">More hooks.</param>
    /// <returns>The hookspec.</returns>
    public static string Write(TempFolder folder, string path, string name = "cutter", string version = "1.0.0", int limit = 1000, string more = "")
    {
        folder.Write($"{path}/{name}/schemas/cut.input.json", $$"""
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "properties": { "text": { "type": "string", "description": "What is cut.", "maxLength": {{limit}} } },
              "required": ["text"],
              "additionalProperties": false
            }
            """);
        folder.Write($"{path}/{name}/schemas/cut.output.json", """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "array",
              "items": { "type": "string" }
            }
            """);
        return folder.Write($"{path}/{name}/v{version.Split('.')[0]}.yaml", $"""
            kind: {name}
            kind_api_version: "{version}"
            description: Cuts texts.
            hooks:
              - name: cut
                dispatch: capability
                description: Cuts a text.
                input_schema: schemas/cut.input.json
                output_schema: schemas/cut.output.json
            {more}
            """);
    }
}
