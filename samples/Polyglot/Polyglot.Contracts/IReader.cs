using Dagstack.Extensions.Plugins;

namespace Polyglot;

/// <summary>Counts words. What a hook is called in other languages stands in <c>tools()</c> of their plugins.</summary>
[PluginKind("reader", ApiVersion = "1.0.0")]
public interface IReader
{
    /// <summary>Says who reads.</summary>
    [Hook(DispatchClass.Capability)]
    ReaderInfo About();

    /// <summary>Counts the words of a text.</summary>
    [Hook(DispatchClass.Capability, Idempotent = true)]
    int Count(string text);

    /// <summary>Counts the words of pages, one after the other, and says how far it is.</summary>
    [Hook(DispatchClass.Capability)]
    Task<int> ReadAsync(IReadOnlyList<string> pages, CancellationToken cancellationToken = default);
}
