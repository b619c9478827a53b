namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>A process and what it has started, as a system has it.</summary>
internal interface IChildGroup : IDisposable
{
    /// <summary>The number of the process.</summary>
    int Id { get; }

    /// <summary>Whether the group ends when the host is killed.</summary>
    bool IsGuarded { get; }

    /// <summary>What the process reads.</summary>
    Stream Input { get; }

    /// <summary>What the process writes.</summary>
    Stream Output { get; }

    /// <summary>What the process complains.</summary>
    Stream Error { get; }

    /// <summary>Calls back once, when the process itself has ended, on a thread that must not be held up.</summary>
    void WhenEnded(Action<ChildStatus> ended);

    /// <summary>Asks all of the group to end, or ends them.</summary>
    void Signal(bool kill);

    /// <summary>Tells whether the process or anything that it has started in its group is left.</summary>
    bool IsAlive();

    /// <summary>Tells whether the process itself has ended, also when nobody has been told of it yet.</summary>
    bool HasEnded();

    /// <summary>Lets the guard go, after the group has. Nothing gets a signal any more.</summary>
    void Release();

    /// <summary>Ends all of the group at once, takes its status and disposes it: nobody could be told of its end.</summary>
    void Abandon();
}
