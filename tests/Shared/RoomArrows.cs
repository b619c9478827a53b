using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Xunit;

namespace Dagstack.Extensions.Tests.Architecture;

/// <summary>Who uses whom in a built assembly, from room to room. A room is the first folder below the project that a type's file lies in.</summary>
/// <remarks>
/// A type uses what its base types, members, attributes and method bodies name. Nested types and what the compiler makes of
/// lambdas and async methods count for the type around them. Constants leave no trace in an assembly, and neither do comments.
/// </remarks>
internal sealed class RoomArrows
{
    private RoomArrows(IReadOnlyDictionary<string, string> rooms, IReadOnlyList<RoomArrow> all) => (Rooms, All) = (rooms, all);

    /// <summary>Gets the room of each type, by its full name. Types that a generator wrote have none.</summary>
    public IReadOnlyDictionary<string, string> Rooms { get; }

    /// <summary>Gets all arrows between rooms, each pair of types once.</summary>
    public IReadOnlyList<RoomArrow> All { get; }

    /// <summary>Reads an assembly.</summary>
    /// <param name="assemblyPath">Its file, with its symbols beside it or in it.</param>
    /// <param name="roomOf">Tells the room of a type by its full name, null for none. Without it the symbols tell, by the files that they name below <c>src</c>.</param>
    public static RoomArrows Read(string assemblyPath, Func<string, string?>? roomOf = null)
    {
        using var image = new PEReader(File.OpenRead(assemblyPath), PEStreamOptions.PrefetchEntireImage);
        var reader = image.GetMetadataReader();
        var types = reader.TypeDefinitions.Where(handle => reader.GetTypeDefinition(handle).GetDeclaringType().IsNil).ToDictionary(static handle => handle, handle => TypeRooms.NameOf(reader, handle));
        var rooms = roomOf is null
            ? TypeRooms.Read(image, reader, assemblyPath)
            : types.Where(type => roomOf(type.Value) is not null).ToDictionary(static type => type.Key, type => roomOf(type.Value)!);
        var uses = new TypeUses(image, reader);
        var arrows = from type in rooms
                     from used in uses.Of(type.Key)
                     where rooms.ContainsKey(used) && rooms[used] != type.Value
                     select new RoomArrow(type.Value, types[type.Key], rooms[used], types[used]);
        return new(rooms.ToDictionary(room => types[room.Key], static room => room.Value), [.. arrows.OrderBy(static arrow => arrow.ToString(), StringComparer.Ordinal)]);
    }

    /// <summary>Finds what does not keep to an order of rooms, in which each may use those before it.</summary>
    /// <param name="order">The rooms, from the one that uses nobody to the one that may use all others.</param>
    /// <param name="alsoAllowed">Rooms that a room may use besides. A room that is here and not in the order uses, and is used by, only what is said here.</param>
    /// <returns>One line for each arrow that is not allowed, and for each room that nobody knows.</returns>
    public IReadOnlyList<string> AgainstOrder(IReadOnlyList<string> order, IReadOnlyDictionary<string, string[]>? alsoAllowed = null)
    {
        var places = order.Select(static (room, place) => (room, place)).ToDictionary(static item => item.room, static item => item.place);
        var strangers = Rooms.Where(room => !places.ContainsKey(room.Value) && alsoAllowed?.ContainsKey(room.Value) != true)
            .GroupBy(static room => room.Value, static room => room.Key)
            .Select(static room => $"The room '{room.Key}' has no place in the order: {string.Join(", ", room.Order(StringComparer.Ordinal))}");
        return [.. strangers, .. All.Where(arrow => !IsAllowed(arrow)).Select(static arrow => arrow.ToString())];

        bool IsAllowed(RoomArrow arrow) =>
            (places.TryGetValue(arrow.From, out var from) && places.TryGetValue(arrow.To, out var to) && to < from)
            || alsoAllowed?.GetValueOrDefault(arrow.From)?.Contains(arrow.To) == true;
    }

    /// <summary>Fails with all that does not keep to an order of rooms.</summary>
    /// <inheritdoc cref="AgainstOrder"/>
    public void AssertOrder(IReadOnlyList<string> order, IReadOnlyDictionary<string, string[]>? alsoAllowed = null)
    {
        var against = AgainstOrder(order, alsoAllowed);
        Assert.True(against.Count == 0, string.Join(Environment.NewLine, against.Prepend($"{against.Count} arrows lead to rooms that are not before their own:")));
    }
}
