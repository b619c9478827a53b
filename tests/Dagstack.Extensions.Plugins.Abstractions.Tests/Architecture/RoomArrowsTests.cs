using Dagstack.Extensions.Tests.Architecture;
using Xunit;

namespace Dagstack.Extensions.Plugins.Abstractions.Tests.Architecture;

/// <summary>The test of rooms sees what it should: each row is a way in which <c>User</c> can use something of another room.</summary>
public sealed class RoomArrowsTests
{
    private const string Right = """
        namespace Tiny;
        public class Used { public static int Field; public static Used Make() => new(); public void Act() { } public sealed class Inner { } }
        public interface IUsed { }
        public class Used<T> { public static void Act() { } }
        public sealed class UsedAttribute : System.Attribute { public System.Type[] Types { get; set; } = []; }
        public enum UsedEnum { None }
        public delegate void UsedDelegate();
        public class UsedException : System.Exception { }
        """;

    public static TheoryData<string, string> Ways => new()
    {
        { "public class User : Used { }", "Used" },
        { "public class User : IUsed { }", "IUsed" },
        { "public class User : System.Collections.Generic.List<Used> { }", "Used" },
        { "public class User : System.IEquatable<Used[]> { public bool Equals(Used[] other) => false; }", "Used" },
        { "public class User<T> where T : IUsed { }", "IUsed" },
        { "public class User { public void Act<T>() where T : Used { } }", "Used" },
        { "public class User { private UsedEnum _field; }", "UsedEnum" },
        { "public class User { private System.Func<Used.Inner[], int> _field; }", "Used" },
        { "public class User { private unsafe delegate*<Used, void> _field; }", "Used" },
        { "public class User { public UsedEnum Property { get; set; } }", "UsedEnum" },
        { "public class User { public event UsedDelegate Event; }", "UsedDelegate" },
        { "public interface User { Used Act(); }", "Used" },
        { "public abstract class User { public abstract void Act(ref Used argument); }", "Used" },
        { "public delegate Used User();", "Used" },
        { "[Used] public class User { }", "UsedAttribute" },
        { "public class User { public void Act([Used] int argument) { } }", "UsedAttribute" },
        { "[System.Diagnostics.DebuggerTypeProxy(typeof(Used))] public class User { }", "Used" },
        { "[System.Diagnostics.DebuggerTypeProxy(typeof(Used.Inner))] public class User { }", "Used" },
        { "public class ListAttribute : System.Attribute { public System.Type[] Types { get; set; } } [List(Types = new[] { typeof(int), typeof(Used) })] public class User { }", "Used" },
        { "public class User { public void Act() { Used.Make(); } }", "Used" },
        { "public class User { public int Act() => Used.Field; }", "Used" },
        { "public class User { public object Act() => new Used<int>(); }", "Used" },
        { "public class User { public void Act() => Used<string>.Act(); }", "Used" },
        { "public class User { public object Act() => new System.Collections.Generic.List<Used>(); }", "Used" },
        { "public class User { public object Act() => System.Array.Empty<UsedEnum>(); }", "UsedEnum" },
        { "public class User { public object Act() => typeof(Used); }", "Used" },
        { "public class User { public bool Act(object it) => it is IUsed; }", "IUsed" },
        { "public class User { public void Act() { try { System.GC.Collect(); } catch (UsedException) { } } }", "UsedException" },
        { "public class User { public int Act() { UsedEnum it = (UsedEnum)System.Environment.TickCount; return Other(ref it); } private static int Other<T>(ref T it) => 0; }", "UsedEnum" },
        { "public class User { public object Act(int it) => it switch { 1 => 1.5, 2 => 2L, 3 => 3f, 4 => \"four\", 5 => (sbyte)100, 6 => int.MaxValue, 7 => Used.Make(), _ => null }; }", "Used" },
        { "public class User { public System.Func<int> Act() => () => Used.Field; }", "Used" },
        { "public class User { public System.Func<object> Act(int it) => () => new Used[it]; }", "Used" },
        { "public class User { public async System.Threading.Tasks.Task Act() { await System.Threading.Tasks.Task.Yield(); Used.Make(); } }", "Used" },
        { "public class User { public System.Collections.Generic.IEnumerable<object> Act() { yield return 1; yield return Used.Make(); } }", "Used" },
        { "public class User { private class Nested { private class Deep { private Used _field; } } }", "Used" },
        { "public partial class User { partial class Nested { public void Act() => new Used().Act(); } }", "Used" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void Read_TypeThatUsesAnother_HasAnArrow(string user, string used)
    {
        var arrows = TinyAssembly.Read(("/work/src/Tiny/Left/User.cs", "namespace Tiny; " + user), ("/work/src/Tiny/Right/Used.cs", Right));

        Assert.Contains($"Left → Right: User uses {used}", arrows.All.Select(static arrow => arrow.ToString()));
        Assert.All(arrows.All, static arrow => Assert.Equal("Left", arrow.From));
    }

    [Fact]
    public void Read_TypesThatUseEachOtherInARoom_HasNone() =>
        Assert.Empty(TinyAssembly.Read(("/src/Tiny/Left/A.cs", "public class A : B { }"), ("/src/Tiny/Left/Deep/B.cs", "public class B { public A Other; }")).All);

    [Fact]
    public void Read_FilesOfASolution_GivesTheirRooms()
    {
        var arrows = TinyAssembly.Read(
            ("/home/src/repository/src/Tiny/Beside.cs", "class Beside { }"),
            ("C:\\work\\src\\Tiny\\Room\\File.cs", "namespace Space { public interface INothing { } public enum Number { One } }"),
            ("/_/src/Tiny/Room/Deep/File.cs", "namespace Space { public delegate void Deed(); public abstract class Many<T> { public const int One = 1; } }"),
            ("/work/src/Shared/Linked.cs", "static partial class Linked { public static partial int Half(); }"),
            ("/work/src/Tiny/obj/Release/net10.0/A.Generator/Linked.g.cs", "static partial class Linked { public static partial int Half() => 2; }"),
            ("/work/src/Tiny/obj/Release/net10.0/A.Generator/Generated.g.cs", "class Generated { void Act() => Linked.Half(); }"),
            ("Virtual/Made.g.cs", "class Made : Beside { }"));

        var expected = new Dictionary<string, string>
        {
            ["Beside"] = ".",
            ["Space.INothing"] = "Room",
            ["Space.Number"] = "Room",
            ["Space.Deed"] = "Room",
            ["Space.Many`1"] = "Room",
            ["Linked"] = "Shared",
        };
        Assert.Equal(expected, arrows.Rooms);
        Assert.Empty(arrows.All);
    }

    [Fact]
    public void Read_TypeInTwoRooms_IsRefused()
    {
        var fault = Assert.Throws<InvalidOperationException>(() => TinyAssembly.Read(("/src/Tiny/Left/A.cs", "partial class A { }"), ("/src/Tiny/Right/A.cs", "partial class A { void Act() { } }")));
        Assert.Contains("'A' is in several rooms", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_RoomsByName_NeedsNoFiles()
    {
        var arrows = TinyAssembly.Read(
            static type => type switch { "Left.A" => "Left", "Right.B" => "Other", _ => null },
            ("a.cs", "namespace Left { class A : Right.B { C _c; } } namespace Right { class B { } } class C { }"));

        Assert.Equal(new RoomArrow("Left", "Left.A", "Other", "Right.B"), Assert.Single(arrows.All));
    }

    [Fact]
    public void AgainstOrder_ArrowToALaterRoom_IsSaidWithBothTypes()
    {
        var arrows = TinyAssembly.Read(
            ("/src/Tiny/One/A.cs", "class A { C _c; }"),
            ("/src/Tiny/Two/B.cs", "class B { A _a; }"),
            ("/src/Tiny/Three/C.cs", "class C { B _b; }"),
            ("/src/Tiny/Beside/D.cs", "class D { B _b; }"));

        Assert.Equal(["The room 'Beside' has no place in the order: D", "Beside → Two: D uses B", "One → Three: A uses C"], arrows.AgainstOrder(["One", "Two", "Three"]));
        Assert.Equal(["Beside → Two: D uses B"], arrows.AgainstOrder(["One", "Two", "Three"], new Dictionary<string, string[]> { ["One"] = ["Three"], ["Beside"] = ["One"] }));
        Assert.Empty(arrows.AgainstOrder(["One", "Two", "Three"], new Dictionary<string, string[]> { ["One"] = ["Three"], ["Beside"] = ["Two"] }));
        Assert.Equal(["Two → One: B uses A"], arrows.AgainstOrder(["Two", "One", "Beside"], new Dictionary<string, string[]> { ["One"] = ["Three"], ["Three"] = ["Two"] }));
        var fault = Assert.ThrowsAny<Exception>(() => arrows.AssertOrder(["One", "Two", "Three", "Beside"]));
        Assert.Contains("One → Three: A uses C", fault.Message, StringComparison.Ordinal);
    }
}
