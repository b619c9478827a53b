using System.Text;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Testing.Calls;

namespace Dagstack.Extensions.Plugins.Testing.Inputs;

/// <summary>Valid inputs that are often forgotten: each text and each run of bytes of a hook, one at a time.</summary>
internal static class HardInputs
{
    private const int Large = 11 * 1024 * 1024;

    private static readonly (string Name, string Value)[] s_texts =
    [
        ("an empty text", string.Empty),
        ("blanks and line breaks", " \t\r\n\n\u00A0\u2028 "),
        ("control characters", "\0\u0001\u001B[31m\u007F"),
        ("a binary file read as text", Encoding.Latin1.GetString([0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 0xFF, 0xFE, 0])),
        ("malformed UTF-8 read as text", Encoding.UTF8.GetString([0x61, 0xC3, 0x28, 0xE2, 0x82, 0xF0, 0x9F, 0x98])),
        ("characters beyond the first plane", "😀👨‍👩‍👧‍👦🏴‍☠️"),
        ("combining marks and text from right to left", "Z̸̢̛a̶l̷g̴o ‮txet desrever‬ שלום"),
        ("one line of 100,000 characters", new('x', 100_000)),
        ("more than 10 MB of text", string.Concat(Enumerable.Repeat("line of text\n", Large / 13))),
    ];

    private static readonly (string Name, byte[] Value)[] s_bytes =
    [
        ("no bytes", []),
        ("a single zero byte", [0]),
        ("malformed UTF-8", [0x61, 0xC3, 0x28, 0xE2, 0x82, 0xFF, 0xF0, 0x9F, 0x98]),
        ("a byte order mark alone", [0xEF, 0xBB, 0xBF]),
        ("all byte values", [.. Enumerable.Range(0, 256).Select(static value => (byte)value)]),
        ("more than 10 MB of bytes", new byte[Large]),
    ];

    /// <summary>Makes the inputs of all hooks that take text or bytes.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="closed">What may not be read.</param>
    public static IEnumerable<(string Name, HookCall Call)> Of(PluginContract contract, ClosedFiles closed)
    {
        foreach (var hook in contract.Hooks)
        {
            var values = new ValueMaker(new DeterministicRng());
            for (var i = 0; i < hook.Parameters.Count; i++)
            {
                foreach (var (name, value) in Of(hook.Parameters[i].Type, closed))
                {
                    if (TryMake(values, hook, i, value) is { } call)
                    {
                        yield return ($"{name} as '{hook.Parameters[i].Name}'", call);
                    }
                }
            }
        }
    }

    private static IEnumerable<(string Name, object Value)> Of(Type type, ClosedFiles closed) =>
        type == typeof(string) ? s_texts.Concat(closed.Paths).Select(static hard => (hard.Name, (object)hard.Value))
        : type == typeof(byte[]) ? s_bytes.Select(static hard => (hard.Name, (object)hard.Value))
        : type == typeof(ReadOnlyMemory<byte>) ? s_bytes.Select(static hard => (hard.Name, (object)(ReadOnlyMemory<byte>)hard.Value))
        : [];

    private static HookCall? TryMake(ValueMaker values, HookDescriptor hook, int index, object value)
    {
        try
        {
            return new(hook, [.. hook.Parameters.Select((parameter, i) => i == index ? value : parameter.IsOptional ? parameter.DefaultValue : values.Make(parameter.Type))]);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }
}
