namespace Dagstack.Extensions.Plugins.Mcp.Calls;

/// <summary>Makes one step of an end, and keeps what went wrong with it: it does not fail.</summary>
/// <param name="what">What the step does.</param>
/// <param name="step">Does it.</param>
internal delegate ValueTask TryStep(string what, Func<ValueTask> step);
