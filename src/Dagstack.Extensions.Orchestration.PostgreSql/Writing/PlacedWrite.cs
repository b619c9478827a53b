namespace Dagstack.Extensions.Orchestration.PostgreSql.Writing;

/// <summary>A write, and its place among those that came together.</summary>
/// <typeparam name="T">Its kind.</typeparam>
/// <param name="Index">The place.</param>
/// <param name="Write">The write.</param>
internal readonly record struct PlacedWrite<T>(int Index, T Write)
    where T : UnitWrite;
