using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

internal enum Small : sbyte
{
    Minus = -1,
    Zero = 0,
}

internal enum Huge : ulong
{
    Most = ulong.MaxValue,
}

[PluginKind("defaults")]
internal interface IDefaults
{
    string Numbers(
        bool flag = true,
        byte b = 255,
        sbyte sb = -128,
        short s = short.MinValue,
        ushort us = ushort.MaxValue,
        int i = int.MinValue,
        uint ui = uint.MaxValue,
        long l = long.MinValue,
        ulong ul = ulong.MaxValue,
        nint n = -5,
        nuint un = uint.MaxValue);

    string Fractions(
        double nan = double.NaN,
        double most = double.PositiveInfinity,
        double least = double.NegativeInfinity,
        double tiny = double.Epsilon,
        double tenth = 0.1,
        double minus = -0.0,
        double large = 1e300,
        float fnan = float.NaN,
        float fmost = float.PositiveInfinity,
        float fleast = float.NegativeInfinity,
        float third = 1f / 3,
        decimal money = -1.50m,
        decimal max = decimal.MaxValue);

    string Texts(
        char letter = 'x',
        char quote = '\'',
        char newline = '\n',
        char zero = '\0',
        string text = "say \"hi\"\r\n\tand \\ { } \u2028 \ud800 ü",
        string empty = "",
        string? nothing = null,
        object? thing = null);

    string Others(
        Small small = Small.Minus,
        Huge huge = Huge.Most,
        Small? maybe = Small.Minus,
        Small? none = null,
        int? number = -7,
        decimal? money = 2.0m,
        DateTime time = default,
        Guid id = new Guid(),
        (int, int) pair = default,
        int[]? array = null,
        DayOfWeek day = DayOfWeek.Friday);

    string Attributed(
        [Optional, DateTimeConstant(630822816000000000L)] DateTime time,
        [Optional, DefaultParameterValue(3)] int number,
        [Optional] int open);
}

internal sealed class Defaults : IDefaults
{
    public string Numbers(bool flag, byte b, sbyte sb, short s, ushort us, int i, uint ui, long l, ulong ul, nint n, nuint un) =>
        FormattableString.Invariant($"{flag} {b} {sb} {s} {us} {i} {ui} {l} {ul} {n} {un}");

    public string Fractions(double nan, double most, double least, double tiny, double tenth, double minus, double large, float fnan, float fmost, float fleast, float third, decimal money, decimal max) =>
        FormattableString.Invariant($"{nan} {most} {least} {tiny} {tenth} {minus} {large} {fnan} {fmost} {fleast} {third} {money} {max}");

    public string Texts(char letter, char quote, char newline, char zero, string text, string empty, string? nothing, object? thing) =>
        $"{letter}{quote}{(int)newline}{(int)zero}{text}{empty}{nothing}{thing}";

    public string Others(Small small, Huge huge, Small? maybe, Small? none, int? number, decimal? money, DateTime time, Guid id, (int, int) pair, int[]? array, DayOfWeek day) =>
        FormattableString.Invariant($"{small} {huge} {maybe} {none} {number} {money} {time.Ticks} {id} {pair} {array} {day}");

    public string Attributed(DateTime time, int number, int open) => FormattableString.Invariant($"{time.Ticks} {number} {open}");
}

internal static class Calls
{
    public static Task Run(IDefaults it, Log log)
    {
        log.Get(() => it.Numbers());
        log.Get(() => it.Fractions());
        log.Get(() => it.Texts());
        log.Get(() => it.Others());
        log.Get(() => it.Attributed());
        return Task.CompletedTask;
    }
}
