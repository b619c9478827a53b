using System.Text.Json.Serialization;

namespace Dagstack.Extensions.Plugins.Tests.Json;

internal enum Care
{
    None,
    VeryCareful,
    [JsonStringEnumMemberName("by-hand")]
    ByHand,
}

[Flags]
internal enum Rights
{
    None = 0,
    Read = 1,
    Write = 2,
    ReadWrite = 3,
    Admin = 12,
}

internal sealed record Order(string Name, IReadOnlyList<OrderLine> Items, double Ratio = 1);

internal sealed record OrderLine(DateTime When, int Count = 1)
{
    public object? Extra { get; init; }
}

internal sealed class Node
{
    public Node? Next { get; set; }
}

internal sealed record Branch(IReadOnlyList<Branch> Leaves);

internal sealed record Point(int X, int Y);

internal readonly record struct Spot(int X, int Y);

internal sealed class Numbers
{
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals | JsonNumberHandling.AllowReadingFromString)]
    public double Named { get; set; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public decimal Price { get; set; }
}

[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Square), "square")]
internal abstract record Shape;

internal sealed record Circle(int Radius) : Shape;

internal sealed record Square(int Side) : Shape;

[JsonConverter(typeof(GradeConverter))]
internal sealed record Grade(string Name);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Point))]
[JsonSerializable(typeof(Numbers))]
[JsonSerializable(typeof(IReadOnlyList<Shape>))]
[JsonSerializable(typeof(Grade))]
internal sealed partial class SampleJson : JsonSerializerContext;
