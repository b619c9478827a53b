using System.Text.Json;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Json;

/// <summary>Where the codec writes and reads null, its schemas have it.</summary>
public sealed class SchemaNullTests
{
    private static readonly Action<Random>[] s_kinds =
    [
        static random => Carry(Many(random, Text)),
        static random => Carry(Many(random, static random => random.Next(2) == 0 ? null : new[] { (byte)random.Next(256) })),
        static random => Carry(Many<decimal?>(random, static random => random.Next(2) == 0 ? null : random.Next() / 100m)),
        static random => Carry(Many<Care?>(random, static random => random.Next(2) == 0 ? null : (Care)random.Next(3))),
        static random => Carry(Many(random, static random => random.Next(2) == 0 ? null : Many(random, Text))),
        static random => Carry(Many(random, Text).Select(static (text, index) => (text, index)).ToDictionary(static pair => $"Key {pair.index}", static pair => pair.text)),
        static random => Carry(Many(random, static random => random.Next(2) == 0 ? null : new Point(random.Next(), -random.Next()))),
        static random => Carry(Many<Shape?>(random, static random => random.Next(3) switch { 0 => null, 1 => new Circle(random.Next()), _ => new Square(random.Next()) })),
        static random => Carry(Tree(random, 4)),
        static random => Carry(new Mixed(Many(random, Text), Text(random), random.Next(2) == 0 ? null : Tree(random, 2), Many(random, static random => random.Next(2) == 0 ? null : Tree(random, 2)))),
        static random => Carry(ChainResult.Continue(Text(random))),
    ];

    public static TheoryData<int> Kinds => [.. Enumerable.Range(0, s_kinds.Length)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Schemas_WhateverIsWritten_Fits(int kind)
    {
        var random = new Random(kind);
        for (var i = 0; i < 50; i++)
        {
            s_kinds[kind](random);
        }
    }

    [Fact]
    public void InputSchema_ValueThatMayNotBeNull_IsAProblemAtItsPlace()
    {
        var other = CodecContract.Parameter<int>("other");

        Assert.All(
            [
                CodecContract.Taking(CodecContract.Parameter<IReadOnlyList<string>>("value"), other),
                CodecContract.Taking(CodecContract.Parameter<byte[]>("value"), other),
                CodecContract.Taking(CodecContract.Parameter<Branch>("value"), other),
                CodecContract.Taking(CodecContract.Parameter<Point>("value"), other),
            ],
            static codec => Assert.Equal("/value", Assert.Single(SchemaAssert.Problems(codec, """{"value":null,"other":1}""")).Path));
        Assert.NotEmpty(SchemaAssert.Problems(CodecContract.Taking(CodecContract.Parameter<Mixed>("value"), other), """{"value":{"list":null,"trees":[]},"other":1}"""));
    }

    private static void Carry<T>(T value)
    {
        var returning = CodecContract.Returning<T>();
        var json = returning.WriteResult(value);
        SchemaAssert.ResultFits(returning, json);

        var taking = CodecContract.Taking(CodecContract.Parameter<T>("value"), CodecContract.Parameter<int>("other"));
        SchemaAssert.Fits(taking, taking.Write(value, 1));
        Assert.Equal(json, returning.WriteResult(returning.ReadResult<T>(json)));
    }

    private static string? Text(Random random) => random.Next(2) == 0 ? null : $"text {random.Next()}";

    private static IReadOnlyList<T> Many<T>(Random random, Func<Random, T> make) => [.. Enumerable.Range(0, random.Next(6)).Select(_ => make(random))];

    private static Branch Tree(Random random, int depth) => new([.. Enumerable.Range(0, depth == 0 ? 0 : random.Next(4)).Select(_ => random.Next(3) == 0 ? null! : Tree(random, depth - 1))]);

    private sealed record Mixed(IReadOnlyList<string?> List, string? Note, Branch? Tree, IReadOnlyList<Branch?> Trees);
}
