using System.Globalization;
using Dagstack.Extensions.Plugins.AspNetCore.Model;

namespace Dagstack.Extensions.Plugins.AspNetCore.Reading;

/// <summary>Reads which units of work a request asks for.</summary>
internal static class UnitQueryReader
{
    private const int MostUnits = 1000;

    /// <summary>Reads the parameters; an empty one says nothing, as a form sends it.</summary>
    /// <exception cref="ArgumentException">One of them cannot be.</exception>
    public static UnitQuery Read(string? plugin, IReadOnlyList<string> states, string? partition, string? after, string? limit)
    {
        var query = new UnitQuery { Plugin = Given(plugin), States = States(states), PartitionKey = Given(partition), After = Given(after) };
        return Given(limit) is not { } text ? query
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostUnits
                ? new() { Plugin = query.Plugin, States = query.States, PartitionKey = query.PartitionKey, After = query.After, Limit = number }
                : throw new ArgumentException($"'{Excerpt.Of(text)}' is no limit. It is a number from 1 to {MostUnits}.");
    }

    /// <summary>Reads names of states, each or several with commas between them.</summary>
    /// <exception cref="ArgumentException">One of them is none.</exception>
    public static IReadOnlyList<UnitState> States(IEnumerable<string> names) =>
        [.. names.SelectMany(static name => name.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Select(StateOf).Distinct()];

    private static UnitState StateOf(string name) =>
        UnitStateNames.Find(name) ?? throw new ArgumentException($"'{Excerpt.Of(name)}' is no state of a unit of work. States are {string.Join(", ", UnitStateNames.All)}.");

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
