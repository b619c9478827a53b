namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>What became of looking for a root.</summary>
/// <param name="Path">The folder, or null if there is none.</param>
/// <param name="Tried">Every path that was tried, in order.</param>
/// <param name="Error">What is wrong; null if the folder was found, or may be missing.</param>
internal sealed record RootResolution(string? Path, IReadOnlyList<string> Tried, string? Error);
