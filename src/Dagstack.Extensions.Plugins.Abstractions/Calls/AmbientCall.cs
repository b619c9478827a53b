namespace Dagstack.Extensions.Plugins;

/// <summary>What follows the asynchronous flow of a caller.</summary>
/// <param name="Metadata">What the callers up to here have said.</param>
/// <param name="Call">The innermost call that is kept; null if none is.</param>
/// <param name="Progress">What is told of progress; null for nothing.</param>
/// <param name="Unit">What the host has put there for the unit of work that runs; null if none does.</param>
internal sealed record AmbientCall(IReadOnlyDictionary<string, object?>? Metadata, OpenCall? Call, IProgress<ProgressReport>? Progress, object? Unit);
