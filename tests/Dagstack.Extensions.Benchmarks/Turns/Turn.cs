namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>One way of doing what is measured.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="RunAsync">Does it for a while. Returns how long it took and how often it was done.</param>
internal sealed record Turn(string Name, Func<Task<(TimeSpan Time, int Count)>> RunAsync);
