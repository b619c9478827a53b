namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>Why an action did not come to what it was meant to.</summary>
/// <param name="Kind">What sort of failure it is.</param>
/// <param name="Text">What is wrong and what to do.</param>
/// <param name="Code">The code of the error, if it has one.</param>
internal sealed record PluginFailure(PluginFailureKind Kind, string Text, string? Code = null);
