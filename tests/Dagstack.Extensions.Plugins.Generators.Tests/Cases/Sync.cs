using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

/// <summary>Cuts text into chunks.</summary>
[PluginKind("chunker", ApiVersion = "2.1")]
public interface IChunker
{
    /// <summary>Cuts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxSize">The size.</param>
    /// <returns>The chunks.</returns>
    [Hook(DispatchClass.Capability, Idempotent = true, ReadOnly = true)]
    IReadOnlyList<string> Chunk(string text, int maxSize = 3);

    /// <summary>
    /// Forgets, as <see cref="Dagstack.Extensions.Plugins.IPluginRegistry.TeardownAsync(System.Threading.CancellationToken)"/> does;
    /// <c>a</c> &amp; <see langword="null"/>.
    /// <para>Says "nothing".</para>
    /// </summary>
    [Hook(Destructive = false)]
    void Reset();

    /// <summary>Compares.</summary>
    /// <param name="isAsync">A flag.</param>
    /// <returns>Whether it is so.</returns>
    [Hook(Exposed = false, Name = "same")]
    bool Equals(bool isAsync);

    /// <summary>Hides the one of every object.</summary>
    /// <returns>A text.</returns>
    string ToString();
}

internal sealed class Chunker : IChunker
{
    public IReadOnlyList<string> Chunk(string text, int maxSize) =>
        text.Length == 0 ? throw new ArgumentException("nothing to cut") : [text[..maxSize], text[maxSize..]];

    public void Reset() => throw new InvalidOperationException("reset");

    public bool Equals(bool isAsync) => isAsync;

    string IChunker.ToString() => "chunker";
}

internal static class Calls
{
    public static Task Run(IChunker it, Log log)
    {
        log.Get(() => it.Chunk("abcdef", 2));
        log.Get(() => it.Chunk("abcdef"));
        log.Get(() => it.Chunk(""));
        log.Do(it.Reset);
        log.Get(() => it.Equals(true));
        log.Get(() => it.ToString());
        return Task.CompletedTask;
    }
}
