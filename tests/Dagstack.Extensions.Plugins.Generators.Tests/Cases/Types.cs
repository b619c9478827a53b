using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

internal enum Colour : byte
{
    Red = 1,
    Blue = 200,
}

internal readonly record struct Point(int X, int Y);

internal struct Outer<T>
{
    public struct Inner<TItem>
    {
        public T? First;
        public TItem? Second;
    }
}

[PluginKind("types")]
internal interface ITypes
{
    int? Maybe(int? number, Point? point, Colour? colour);

    string? Text(string? text, List<string?>? list, string?[]?[] grid);

    (int Count, string? @class) Tuple((int, (string A, string? B)) pair, (int X, int Y)? maybe);

    int[,][] Arrays(int[][,] arrays, params string[] rest);

    Colour Mix(Colour one, Colour other);

    Outer<int>.Inner<string> Nested(Outer<int>.Inner<string> value);

    nint Native(nint one, nuint other);

    dynamic Late(dynamic value, List<dynamic> values);

    Func<int, Task<string?>> Build(Action<int> action, Func<Span<int>, int> sum);

    decimal Money(Guid id, DateTime time, decimal amount);

    Task<(int Left, int Right)?> SplitAsync(Dictionary<string, (int A, int B)[]> map);

#nullable disable
    string Oblivious(string text, List<string> list);
#nullable restore

    object Box(object value);
}

internal sealed class Types : ITypes
{
    public int? Maybe(int? number, Point? point, Colour? colour) => number + point?.X + (int?)colour;

    public string? Text(string? text, List<string?>? list, string?[]?[] grid) => text ?? list?[0] ?? grid[0]?[0];

    public (int Count, string? @class) Tuple((int, (string A, string? B)) pair, (int X, int Y)? maybe) =>
        (pair.Item1 + (maybe?.X ?? 0), pair.Item2.B);

    public int[,][] Arrays(int[][,] arrays, params string[] rest) => new int[,][] { { arrays[0].Length > 0 ? [1, 2] : [], [rest.Length] } };

    public Colour Mix(Colour one, Colour other) => one | other;

    public Outer<int>.Inner<string> Nested(Outer<int>.Inner<string> value)
    {
        value.Second += "!";
        return value;
    }

    public nint Native(nint one, nuint other) => one + (nint)other;

    public dynamic Late(dynamic value, List<dynamic> values) => value + values[0];

    public Func<int, Task<string?>> Build(Action<int> action, Func<Span<int>, int> sum) => number =>
    {
        action(number);
        return Task.FromResult<string?>("built " + sum([number, 1]));
    };

    public decimal Money(Guid id, DateTime time, decimal amount) => id == default ? amount * time.Year : 0;

    public Task<(int Left, int Right)?> SplitAsync(Dictionary<string, (int A, int B)[]> map) =>
        Task.FromResult<(int Left, int Right)?>(map.Count == 0 ? null : map["x"][0]);

#nullable disable
    public string Oblivious(string text, List<string> list) => text ?? list?[0];
#nullable restore

    public object Box(object value) => value;
}

internal static class Calls
{
    public static async Task Run(ITypes it, Log log)
    {
        log.Get(() => it.Maybe(1, new Point(2, 3), Colour.Blue));
        log.Get(() => it.Maybe(1, null, Colour.Blue));
        log.Get(() => it.Text(null, null, [["grid"]]));
        log.Get(() => it.Text(null, [null], [null]));
        log.Get(() => it.Tuple((1, ("a", "b")), (3, 4)).@class);
        log.Get(() => it.Tuple((1, ("a", null)), null).Count);
        log.Get(() => it.Arrays([new int[1, 1]], "a", "b"));
        log.Get(() => it.Arrays([]));
        log.Get(() => it.Mix(Colour.Red, Colour.Blue));
        log.Get(() => it.Nested(new() { First = 1, Second = "two" }).Second);
        log.Get(() => it.Native(-3, 2));
        log.Get<object>(() => it.Late(1, [2]));
        log.Get<object>(() => it.Late("a", ["b"]));
        var seen = 0;
        await log.GetAsync(() => it.Build(number => seen = number, static items => items.Length)(5));
        log.Add(seen);
        log.Get(() => it.Money(default, new DateTime(2000, 1, 1), 1.50m));
        await log.GetAsync(() => it.SplitAsync([]));
        await log.GetAsync(() => it.SplitAsync(new() { ["x"] = [(1, 2)] }));
        log.Get(() => it.Oblivious(null, ["o"]));
        log.Get(() => it.Box(Colour.Red));
    }
}
