namespace Dagstack.Tool.Output;

/// <summary>How the program ends, the same for every verb.</summary>
internal static class ExitCodes
{
    /// <summary>All is well.</summary>
    public const int Fine = 0;

    /// <summary>It was done, and something is wrong with the plugins or kinds; or a plugin was refused, and nothing was done.</summary>
    public const int Found = 1;

    /// <summary>It was not done: the command line is wrong, or names what is not there.</summary>
    public const int WrongUse = 2;

    /// <summary>It was not done: a file could not be read, written or fetched, or the program has a fault.</summary>
    public const int Failed = 3;

    /// <summary>It was interrupted, as a shell says it of Ctrl+C.</summary>
    public const int Interrupted = 130;
}
