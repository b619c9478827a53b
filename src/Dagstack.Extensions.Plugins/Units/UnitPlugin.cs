using System.Text.Json;

namespace Dagstack.Extensions.Plugins;

/// <summary>A plugin that runs units of work, as it was when it was asked for.</summary>
public sealed class UnitPlugin
{
    private readonly HookCodec? _hook;

    internal UnitPlugin(PluginManifest manifest, HookCodec? hook) => (Manifest, _hook) = (manifest, hook);

    /// <summary>Gets its identity.</summary>
    public PluginId Id => Manifest.Id;

    /// <summary>Gets its manifest, whose <see cref="PluginManifest.UnitOfWork"/> says how its units are queued and told apart.</summary>
    public PluginManifest Manifest { get; }

    /// <summary>Checks the arguments of a unit: against the schema of the hook that runs it, and if the plugin runs units itself, that they are an object.</summary>
    /// <remarks>A plugin that is not up may turn out to run units itself, for all that its contract has one hook. Until then only an object is asked for.</remarks>
    /// <param name="args">The arguments.</param>
    /// <returns>What is wrong with them; empty if nothing is.</returns>
    public IReadOnlyList<ToolProblem> CheckArguments(JsonElement args) =>
        args.ValueKind != JsonValueKind.Object ? [new() { Path = string.Empty, Message = $"is {Name(args.ValueKind)}, but must be an object.", Expected = "an object" }]
        : _hook?.CheckArguments(args) ?? [];

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Undefined => "not there",
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Array => "an array",
        JsonValueKind.Number => "a number",
        _ => "a string",
    };
}
