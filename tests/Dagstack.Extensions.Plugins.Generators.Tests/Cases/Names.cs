using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace @namespace.@new;

[PluginKind("names")]
internal interface @interface
{
    string @class(string @event, int @int);

    string call(string call, string plugin, int index, string value, int task);

#pragma warning disable DSP022 // Names that generated code has, too.
    string Generated(int __call, int __task, int slot, int code, int invocation, int A0, int Hook0);

    Task<string> Hook0(string __call, string __task);
#pragma warning restore DSP022

    string Methods(Action TryEnter, Func<int, int> Invoke, object InvokeAsync, object Stream);

    [Hook(Name = "async_methods")]
    Task<string> MethodsAsync(Action TryEnter, Func<int, int> InvokeAsync);

    IAsyncEnumerable<string> Stream(string Stream);

    Task DoneAsync(int InvokeAsync);

    void Void(string Invoke);

    string @event { get; set; }

    string Proxy { get; set; }

    string this[int plugin, int call] { get; set; }

    int record { get; }

    string CancellationToken(string cancellationToken, System.Threading.CancellationToken CancellationToken);

    string maxSize(int maxSize, int max_size, int MaxSize);
}

internal sealed class Plugin : @interface
{
    public string @event { get; set; } = "event";

    public string Proxy { get; set; } = "proxy";

    public int record => 1;

    public string this[int plugin, int call]
    {
        get => "item " + plugin + call;
        set => Proxy = value + plugin + call;
    }

    public string @class(string @event, int @int) => @event + @int;

    public string call(string call, string plugin, int index, string value, int task) => call + plugin + index + value + task;

    public string Generated(int __call, int __task, int slot, int code, int invocation, int A0, int Hook0) => $"{__call}{__task}{slot}{code}{invocation}{A0}{Hook0}";

    public Task<string> Hook0(string __call, string __task) => Task.FromResult(__call + __task);

    public string Methods(Action TryEnter, Func<int, int> Invoke, object InvokeAsync, object Stream)
    {
        TryEnter();
        return Invoke(2) + InvokeAsync.ToString() + Stream;
    }

    public async Task<string> MethodsAsync(Action TryEnter, Func<int, int> InvokeAsync)
    {
        await Task.Yield();
        TryEnter();
        return "async " + InvokeAsync(2);
    }

    public async IAsyncEnumerable<string> Stream(string Stream)
    {
        await Task.Yield();
        yield return Stream;
    }

    public Task DoneAsync(int InvokeAsync) => Task.CompletedTask;

    public void Void(string Invoke) => throw new InvalidOperationException(Invoke);

    public string CancellationToken(string cancellationToken, System.Threading.CancellationToken CancellationToken) =>
        cancellationToken + CancellationToken.IsCancellationRequested;

    public string maxSize(int maxSize, int max_size, int MaxSize) => $"{maxSize} {max_size} {MaxSize}";
}

internal static class Calls
{
    public static async Task Run(@interface it, Log log)
    {
        log.Get(() => it.@class("a", 1));
        log.Get(() => it.call("a", "b", 1, "c", 2));
        log.Get(() => it.Generated(1, 2, 3, 4, 5, 6, 7));
        await log.GetAsync(() => it.Hook0("a", "b"));
        var entered = 0;
        log.Get(() => it.Methods(() => entered++, static number => number + 1, "x", "y"));
        await log.GetAsync(() => it.MethodsAsync(() => entered++, static number => number + 1));
        log.Add(entered > 1);
        await log.ItemsAsync(it.Stream("s"));
        await log.DoAsync(() => it.DoneAsync(1));
        log.Do(() => it.Void("v"));
        log.Do(() => it.@event = "changed");
        log.Get(() => it.@event);
        log.Do(() => it[1, 2] = "set");
        log.Get(() => it.Proxy);
        log.Get(() => it[3, 4]);
        log.Get(() => it.record);
        log.Get(() => it.CancellationToken("t", new(true)));
        log.Get(() => it.maxSize(1, 2, 3));
    }
}
