namespace Dagstack.Extensions.Plugins.Diagnostics;

/// <summary>How much a plugin may log.</summary>
/// <param name="PerSecond">How many lines a second in the long run.</param>
/// <param name="Burst">How many at once.</param>
internal sealed record LogLimits(int PerSecond, int Burst);
