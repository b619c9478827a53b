namespace Dagstack.Extensions.Plugins;

/// <summary>What chose the active plugin of a kind, weakest first.</summary>
/// <remarks>See §5 of the plugin contract.</remarks>
public enum ActivePluginChoice
{
    /// <summary>Nothing: nobody is to be had, or nobody was chosen among several of one priority.</summary>
    None,

    /// <summary>It is the only one that can start.</summary>
    OnlyOne,

    /// <summary>It has the highest priority.</summary>
    Priority,

    /// <summary>The host's configuration names it.</summary>
    Configuration,

    /// <summary>A variable of the environment names it.</summary>
    Variable,

    /// <summary>A call of <see cref="IPluginRegistry.Activate"/> did, until the process ends.</summary>
    Call,
}
