namespace Dagstack.Extensions.Benchmarks.Turns.Units;

/// <summary>A way of running units.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="StartAsync">Starts it anew for so many callers, with nothing in it.</param>
internal sealed record UnitWay(string Name, Func<int, Task<IUnitStage>> StartAsync);
