using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>The JSON Schema (2020-12) of what goes into a hook, or comes out of it.</summary>
/// <remarks>See §8.1 of the plugin contract.</remarks>
public sealed class HookspecPayload
{
    /// <summary>Gets where the schema stands, from the folder of the kind, with <c>/</c>, such as <c>schemas/execute.input.json</c>.</summary>
    public required string File { get; init; }

    /// <summary>Gets the schema.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>Returns the file.</summary>
    public override string ToString() => File;
}
