using System.Globalization;
using System.Reflection;

namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Reads an enum from names in any spelling, or from a number that it defines.</summary>
/// <remarks>By its fields: converters that the framework keeps per type would keep a plugin's load context alive.</remarks>
internal static class EnumText
{
    public static object? Parse(Type type, string text, out string expected, out string? advice)
    {
        var members = type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(static field => (field.Name, Bits: ToBits(field.GetRawConstantValue()!)))
            .ToList();
        var flags = type.IsDefined(typeof(FlagsAttribute), inherit: false);
        expected = (flags ? "one or more of " : "one of ") + string.Join(", ", members.Select(static member => member.Name));
        advice = null;
        ulong bits = 0;
        foreach (var part in flags ? text.Split(',', StringSplitOptions.TrimEntries) : [text])
        {
            if (Find(members, part) is { } found)
            {
                bits |= found;
            }
            else if (Number(part) is { } number && IsDefined(members, number, flags))
            {
                bits |= number;
            }
            else
            {
                advice = NearNames.Find(part, members.Select(static member => member.Name)) is { } near ? $"Did you mean '{near}'?" : null;
                return null;
            }
        }

        return Enum.ToObject(type, bits);
    }

    private static ulong? Find(List<(string Name, ulong Bits)> members, string text)
    {
        ulong? folded = null;
        foreach (var (name, bits) in members)
        {
            if (string.Equals(name, text, StringComparison.Ordinal))
            {
                return bits;
            }

            if (folded is null && FoldedName.Matches(text, name))
            {
                folded = bits;
            }
        }

        return folded;
    }

    private static bool IsDefined(List<(string Name, ulong Bits)> members, ulong number, bool flags)
    {
        if (!flags)
        {
            return members.Exists(member => member.Bits == number);
        }

        var all = members.Aggregate(0UL, static (bits, member) => bits | member.Bits);
        return (number & ~all) == 0;
    }

    private static ulong? Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signed) ? unchecked((ulong)signed)
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var unsigned) ? unsigned
        : null;

    private static ulong ToBits(object constant) => constant is ulong unsigned
        ? unsigned
        : unchecked((ulong)Convert.ToInt64(constant, CultureInfo.InvariantCulture));
}
