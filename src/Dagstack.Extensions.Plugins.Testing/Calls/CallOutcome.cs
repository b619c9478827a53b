namespace Dagstack.Extensions.Plugins.Testing.Calls;

/// <summary>What became of a call: its result, or what it threw, and either as JSON. Equal JSON is an equal outcome.</summary>
/// <param name="Call">The call.</param>
/// <param name="Result">The result; for a stream, an array of its items.</param>
/// <param name="Fault">What it threw; null if it returned.</param>
/// <param name="Json">The outcome as JSON; where JSON cannot carry it, what the serializer said.</param>
internal sealed record CallOutcome(HookCall Call, object? Result, Exception? Fault, string Json);
