namespace Dagstack.Extensions.Orchestration;

/// <summary>What the units of work in a SQLite file survive.</summary>
public enum SqliteSynchronous
{
    /// <summary>The death of any process, and the loss of power: each write waits until the disk has it.</summary>
    Full,

    /// <summary>The death of any process. The last writes before a loss of power or a crash of the operating system may be lost; the file stays whole. Single writes are several times faster.</summary>
    Normal,
}
