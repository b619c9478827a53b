namespace Dagstack.Extensions.Orchestration;

/// <summary>What follows in a partition when a unit of it has failed for the last time.</summary>
public enum UnitFailureMode
{
    /// <summary>The units behind it run.</summary>
    Continue,

    /// <summary>The units behind it wait until it is run again, or cancelled.</summary>
    Halt,
}
