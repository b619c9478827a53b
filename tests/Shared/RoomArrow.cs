namespace Dagstack.Extensions.Tests.Architecture;

/// <summary>A type of one room uses a type of another.</summary>
/// <param name="From">The room that the arrow starts in.</param>
/// <param name="User">The full name of the type that uses.</param>
/// <param name="To">The room that it leads to.</param>
/// <param name="Used">The full name of the type that is used.</param>
internal sealed record RoomArrow(string From, string User, string To, string Used)
{
    public override string ToString() => $"{From} → {To}: {Short(User)} uses {Short(Used)}";

    private static string Short(string type) => type[(type.LastIndexOf('.') + 1)..].Split('`')[0];
}
