namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>What a slot is taken for.</summary>
[Flags]
internal enum SlotKind
{
    /// <summary>A short unit.</summary>
    Short = 0,

    /// <summary>A unit that is expected to take long.</summary>
    Long = 1,

    /// <summary>A unit that several processes have died with.</summary>
    Suspect = 2,
}
