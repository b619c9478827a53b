using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>What the contract suite has found.</summary>
/// <remarks>See §7 of the plugin contract.</remarks>
public sealed class PluginReport
{
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    internal PluginReport(string plugin, IReadOnlyList<PluginCheck> checks, IReadOnlyList<PluginFailure> failures, IReadOnlyList<PluginSkip> skipped)
    {
        Plugin = plugin;
        Checks = checks;
        Failures = failures;
        Skipped = skipped;
    }

    /// <summary>Gets a value indicating whether nothing was found.</summary>
    public bool Ok => Failures.Count == 0;

    /// <summary>Gets the plugin: <c>kind:name</c>, or the folder of one without an identity.</summary>
    public string Plugin { get; }

    /// <summary>Gets the checks that were made, in order.</summary>
    public IReadOnlyList<PluginCheck> Checks { get; }

    /// <summary>Gets what was found, by check.</summary>
    public IReadOnlyList<PluginFailure> Failures { get; }

    /// <summary>Gets what could not be checked, and why. It does not count as a failure.</summary>
    public IReadOnlyList<PluginSkip> Skipped { get; }

    /// <summary>Writes the failures as text: for each what, where, and what to do.</summary>
    /// <returns>The text; empty if there is no failure.</returns>
    public string FormatFailures() => Ok
        ? string.Empty
        : $"The plugin '{Plugin}' breaks the plugin contract in {Failures.Count} place{(Failures.Count == 1 ? string.Empty : "s")}.{Environment.NewLine}{string.Join(Environment.NewLine, Failures)}";

    /// <summary>Writes the report as JSON, with names in snake_case.</summary>
    /// <returns>An object with <c>ok</c>, <c>plugin</c>, <c>checks</c>, <c>failures</c> and <c>skipped</c>.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, s_json);

    /// <inheritdoc/>
    public override string ToString() => Ok ? $"The plugin '{Plugin}' keeps the plugin contract: {Checks.Count} checks, {Skipped.Count} skipped." : FormatFailures();
}
