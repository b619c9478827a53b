namespace Dagstack.Extensions.Orchestration.Tests.Killing;

/// <summary>A write of a run that the store has accepted, at some time between two lines.</summary>
/// <param name="Run">The run.</param>
/// <param name="Begin">The line before it was asked for.</param>
/// <param name="End">The line after it was known to be accepted; null if nobody has said when.</param>
internal sealed record AcceptedWrite(RunStory Run, Fact Begin, Fact? End);
