namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>What a change of a kind asks of its version.</summary>
public enum HookspecChangeLevel
{
    /// <summary>Words only: the third number.</summary>
    Patch,

    /// <summary>Callers and plugins go on as they are: the second number.</summary>
    Minor,

    /// <summary>Callers or plugins have to be changed: the first number.</summary>
    Major,
}
