using System;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

[assembly: PluginKind<IEquatable<int>>("equality", InProcessOnly = true, SingletonPerRuntime = true)]

namespace Acme;

/// <summary>
/// Runs units of work,
/// one after another:
///   - at once,
///   - or later.
/// <para>It keeps <see langword="null"/> state, <br/>and <c>no</c> files.</para>
/// </summary>
/// <remarks>Not this.</remarks>
[PluginKind("runner", InProcessOnly = true, SingletonPerRuntime = true)]
[HookspecExtension("x-owner", "\"acme\"")]
internal partial interface IRunner
{
    /// <summary>Runs a unit.
    ///     It waits,
    ///   and goes on.
    ///
    ///
    /// Then it ends.</summary>
    /// <param name="unit">The unit,
    /// by its name.</param>
    /// <returns>Its number.</returns>
    [Hook(ToolNameTemplate = "{kind}.{plugin}.{hook}")]
    [HookspecExtension("x-cost", "{\"calls\": 1}")]
    [JsonSchema(Title = "Runner input", IsOpen = true)]
    [return: JsonSchema(Minimum = 0)]
    int Run([JsonSchema(MinLength = 1, Omit = ["format"])] string unit);
}

internal partial interface IRunner
{
    [Hook(ToolNameTemplate = "runner_idle")]
    bool Idle { get; }
}

[PluginKind("tool", InProcessOnly = false)]
internal interface INamed
{
    [Hook(ToolNameTemplate = "{kind}.{plugin}.{hook}.{function}")]
    string Name(string function);
}

internal sealed class Runner : IRunner
{
    public bool Idle => true;

    public int Run(string unit) => unit.Length;
}

internal sealed class Named : INamed
{
    public string Name(string function) => function + "!";
}

internal sealed class Same : IEquatable<int>
{
    public bool Equals(int other) => other == 1;

    public override bool Equals(object? obj) => obj is int other && Equals(other);

    public override int GetHashCode() => 1;
}

internal static class Calls
{
    public static Task Run(IRunner it, Log log)
    {
        log.Get(() => it.Run("abc"));
        log.Get(() => it.Idle);
        return Task.CompletedTask;
    }

    public static Task Run(INamed it, Log log)
    {
        log.Get(() => it.Name("a"));
        return Task.CompletedTask;
    }

    public static Task Run(IEquatable<int> it, Log log)
    {
        log.Get(() => it.Equals(1));
        return Task.CompletedTask;
    }
}
