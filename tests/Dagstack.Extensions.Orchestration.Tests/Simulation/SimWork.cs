using System.Globalization;
using System.Text.Json;

namespace Dagstack.Extensions.Orchestration.Tests.Simulation;

/// <summary>What a unit of the simulation does: some steps, each of which makes a number from the one before, after some failures.</summary>
/// <param name="Steps">How many steps.</param>
/// <param name="Failures">How many attempts fail.</param>
/// <param name="Beginning">The number before the first step.</param>
/// <param name="IsDeaf">Whether it does not look at its token.</param>
internal sealed record SimWork(int Steps, int Failures, int Beginning, bool IsDeaf)
{
    public const string Plugin = "job:steps";

    /// <summary>What one pass without any accident gives.</summary>
    public int Result => Enumerable.Range(1, Steps).Aggregate(Beginning, Step);

    public static int Step(int value, int step) => unchecked((value * 31) + step) & 0xFFFFFF;

    public static SimWork Parse(ReadOnlyMemory<byte> args) => JsonSerializer.Deserialize<SimWork>(args.Span)!;

    public static SimWork Roll(Random dice) => new(
        Steps: dice.Next(3) == 0 ? dice.Next(1, 6) : 0,
        Failures: dice.Next(6) == 0 ? dice.Next(1, 3) : 0,
        Beginning: dice.Next(1000),
        IsDeaf: dice.Next(5) == 0);

    public byte[] ToArgs() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static byte[] Write(int step, int value) => System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{step} {value}"));

    public static (int Step, int Value) Read(byte[] saved)
    {
        var parts = System.Text.Encoding.UTF8.GetString(saved).Split(' ');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
