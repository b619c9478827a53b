namespace Dagstack.Extensions.Plugins;

/// <summary>What a reload came to.</summary>
public enum PluginReloadOutcome
{
    /// <summary>A new instance has taken the place of the old one.</summary>
    Replaced,

    /// <summary>The new instance could not be had. The old one goes on serving, if there was one that did.</summary>
    Failed,

    /// <summary>The plugin, which did not serve before, does now: it was added, or what had kept it from starting is gone.</summary>
    Started,

    /// <summary>The plugin was stopped, since its folder is gone.</summary>
    Removed,

    /// <summary>Nothing was done: so many earlier generations could not be unloaded that another one would only make it worse.</summary>
    Refused,
}
