namespace Dagstack.Extensions.Shared;

/// <summary>What a plugin uses that it was not given.</summary>
internal enum AmbientUse
{
    /// <summary>Asks what time it is.</summary>
    ReadsTime,

    /// <summary>Takes the machine's clock itself.</summary>
    IsTime,

    /// <summary>Measures how much time has passed.</summary>
    MeasuresTime,

    /// <summary>Asks for how long the machine has been on.</summary>
    ReadsTicks,

    /// <summary>Has a timer.</summary>
    RunsByTime,

    /// <summary>Has a timer that could be given a clock.</summary>
    RunsByPeriod,

    /// <summary>Waits, and could be given a clock.</summary>
    Delays,

    /// <summary>Makes a source that cancels after a time, and could be given a clock.</summary>
    CancelsLater,

    /// <summary>Has a source cancel after a time.</summary>
    CancelsAfter,

    /// <summary>Draws what nobody can repeat.</summary>
    Draws,

    /// <summary>Reads or writes what the process was started with. Setup may.</summary>
    ReadsEnvironment,

    /// <summary>Depends on where the process was started.</summary>
    DependsOnFolder,

    /// <summary>Ends the process.</summary>
    EndsProcess,

    /// <summary>Reads or writes the process's terminal.</summary>
    UsesConsole,

    /// <summary>Keeps something for the whole process.</summary>
    SharesState,
}
