namespace Dagstack.Extensions.Plugins;

/// <summary>Who is called when a hook of a kind is called, and what comes back.</summary>
/// <remarks>A closed set, see §5 of the plugin contract.</remarks>
public enum DispatchClass
{
    /// <summary>The active plugin of the kind; its result.</summary>
    Singleton,

    /// <summary>All plugins; all results, by priority and name.</summary>
    BroadcastCollect,

    /// <summary>All plugins in parallel; nothing comes back.</summary>
    BroadcastNotify,

    /// <summary>All plugins in order, the output of one being the input of the next; the last output.</summary>
    Chain,

    /// <summary>The plugin that matches a request; its result.</summary>
    Capability,
}
