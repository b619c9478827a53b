namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>The names of the states of units of work, as the kind <c>orchestrator</c> writes them.</summary>
internal static class UnitStateNames
{
    /// <summary>Gets the states, those that go on first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<UnitState>().Select(Of)];

    public static string Of(UnitState state) => state switch
    {
        UnitState.Queued => "queued",
        UnitState.Running => "running",
        UnitState.Succeeded => "succeeded",
        UnitState.Failed => "failed",
        UnitState.Cancelled => "cancelled",
        UnitState.Expired => "expired",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "This is not a state."),
    };

    /// <summary>Finds the state of a name; null if there is none.</summary>
    public static UnitState? Find(string name) => All.Contains(name, StringComparer.Ordinal) ? Enum.GetValues<UnitState>().First(state => Of(state) == name) : null;
}
