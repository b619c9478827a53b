namespace Dagstack.Extensions.Plugins.Catalog;

/// <summary>What of one instance of a plugin runs without being called: its handlers of events.</summary>
internal interface IPluginHandlers
{
    /// <summary>Sets what is entered around what the handlers run from now on, so that whom they call can tell whose they are; null for nothing.</summary>
    Func<IDisposable>? Around { set; }

    /// <summary>Gets what the handlers that are asked to end and have not yet are subscribed to.</summary>
    IReadOnlyList<string> Running { get; }

    /// <summary>Ends them, and waits for those that are running, however long that takes: nothing is torn down under them.</summary>
    ValueTask StopAsync();

    /// <summary>Lets go of all of them. Only the first call counts.</summary>
    /// <param name="wasTornDown">Whether the plugin has had its turn to end them itself, and what it has not is reported.</param>
    void End(bool wasTornDown);
}
