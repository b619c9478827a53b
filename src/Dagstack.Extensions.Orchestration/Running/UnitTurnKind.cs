namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>What is to be done with the first unit of a queue.</summary>
internal enum UnitTurnKind
{
    /// <summary>It is run.</summary>
    Run,

    /// <summary>It is not due.</summary>
    Wait,

    /// <summary>Nobody here can run it.</summary>
    NotReady,

    /// <summary>It comes to its end without a start.</summary>
    End,
}
