using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Acme;
using Dagstack.Extensions.Plugins;

[assembly: PluginKind<IComparer<string>>("comparer")]
[assembly: PluginKind<IComparer<int>>("int-comparer", ApiVersion = "3")]
[assembly: PluginKind<IEqualityComparer<(int, string)>>("equality")]
[assembly: PluginKind<IObserver<string>>("observer", Dispatch = DispatchClass.BroadcastNotify)]
[assembly: PluginKind<IList<string>>("list")]
[assembly: PluginKind<IShared>("other")]

namespace Acme;

[PluginKind("first")]
internal interface IShared
{
    int One();
}

internal sealed class Shared : IShared
{
    public int One() => 1;
}

/// <summary>A contract is reached by variance too.</summary>
internal sealed class Comparer : IComparer<object>
{
    public int Compare(object? x, object? y) => string.CompareOrdinal(x?.ToString(), y?.ToString());
}

internal sealed class Numbers : IComparer<int>
{
    public int Compare(int x, int y) => x.CompareTo(y);
}

internal sealed class Equality : IEqualityComparer<(int, string)>
{
    public bool Equals((int, string) x, (int, string) y) => x == y;

    public int GetHashCode((int, string) obj) => obj.Item2 is null ? throw new InvalidOperationException("no B") : obj.Item1;
}

internal sealed class Observer : IObserver<string>
{
    public void OnCompleted()
    {
    }

    public void OnError(Exception error) => throw error;

    public void OnNext(string value) => ArgumentNullException.ThrowIfNull(value);
}

internal sealed class Words : List<string>;

internal static class Calls
{
    public static Task Run(IShared it, Log log)
    {
        log.Get(it.One);
        return Task.CompletedTask;
    }

    public static Task Run(IComparer<string> it, Log log)
    {
        log.Get(() => it.Compare("a", "a"));
        log.Get(() => it.Compare(null, null));
        return Task.CompletedTask;
    }

    public static Task Run(IComparer<int> it, Log log)
    {
        log.Get(() => it.Compare(1, 2));
        return Task.CompletedTask;
    }

    public static Task Run(IEqualityComparer<(int, string)> it, Log log)
    {
        log.Get(() => it.Equals((1, "b"), (1, "c")));
        log.Get(() => it.GetHashCode((1, "b")));
        log.Get(() => it.GetHashCode((1, null!)));
        return Task.CompletedTask;
    }

    public static Task Run(IObserver<string> it, Log log)
    {
        log.Do(() => it.OnNext("a"));
        log.Do(() => it.OnNext(null!));
        log.Do(() => it.OnError(new TimeoutException("late")));
        log.Do(it.OnCompleted);
        return Task.CompletedTask;
    }

    public static Task Run(IList<string> it, Log log)
    {
        it.Clear();
        it.Insert(0, "a");
        it[0] = "b";
        log.Get(() => it[0]);
        log.Get(() => it[-1]);
        log.Get(() => it.IndexOf("b"));
        log.Get(() => it.IsReadOnly);
        return Task.CompletedTask;
    }
}
