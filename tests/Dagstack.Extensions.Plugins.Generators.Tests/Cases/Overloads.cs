using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

[PluginKind("printer")]
internal interface IPrinter
{
    [Hook(Name = "print_many")]
    string Print(params object?[] values);

    [Hook(Name = "print_one")]
    string Print(object? value);

    string Print(string value);

    [Hook(Name = "print_two")]
    string Print(string value, int times = 2);

    [Hook(Name = "print_ints")]
    string Sum(params IEnumerable<int> values);

    [Hook(Name = "print_taken")]
    string Taken(int a);

    [Hook(Name = "taken_2")]
    string Other(int a);

    [Hook(Name = "taken")]
    string Free(int a);
}

internal sealed class Printer : IPrinter
{
    public string Print(params object?[] values) => values is null ? "no values" : "many " + values.Length;

    public string Print(object? value) => "one " + value;

    public string Print(string value) => "text " + value;

    public string Print(string value, int times) => "times " + value + times;

    public string Sum(params IEnumerable<int> values) => "ints " + string.Join("+", values);

    public string Taken(int a) => "taken";

    public string Other(int a) => "other";

    public string Free(int a) => "free";
}

internal static class Calls
{
    public static Task Run(IPrinter it, Log log)
    {
        log.Get(() => it.Print());
        log.Get(() => it.Print("a", "b"));
        log.Get(() => it.Print((object?[])null!));
        log.Get(() => it.Print(new object?[] { 1, null }));
        log.Get(() => it.Print((object)new object[3]));
        log.Get(() => it.Print((object?)null));
        log.Get(() => it.Print(1.5));
        log.Get(() => it.Print("a"));
        log.Get(() => it.Print("a", 3));
        log.Get(() => it.Sum(1, 2, 3));
        log.Get(() => it.Sum(new List<int> { 4, 5 }));
        log.Get(() => it.Taken(1));
        log.Get(() => it.Other(1));
        log.Get(() => it.Free(1));
        return Task.CompletedTask;
    }
}
