using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

[PluginKind("global")]
internal interface IGlobal
{
    int One();
}

[PluginKind("case")]
internal interface Iglobal
{
    int One();
}

internal static class Outer
{
    internal static class Middle
    {
        [PluginKind("nested")]
        internal interface INested
        {
            int One();

            [PluginKind("inner")]
            internal interface IInner
            {
                int Two();
            }
        }
    }
}

namespace A.B_C
{
    [PluginKind("near")]
    internal interface INear
    {
        int One();
    }
}

namespace A_B.C
{
    [PluginKind("near")]
    internal interface INear_
    {
        int One();
    }
}

namespace A_B
{
    [PluginKind("same")]
    internal partial interface IC
    {
        int One();
    }

    internal partial interface IC
    {
        int Two();
    }
}

namespace A
{
    [PluginKind("same")]
    internal interface B_IC
    {
        int One();
    }
}

internal sealed class Global : IGlobal
{
    public int One() => 1;
}

internal sealed class Lower : Iglobal
{
    public int One() => 1;
}

internal sealed class Nested : Outer.Middle.INested
{
    public int One() => 1;
}

internal sealed class Inner : Outer.Middle.INested.IInner
{
    public int Two() => 2;
}

internal sealed class Near : A.B_C.INear
{
    public int One() => 1;
}

internal sealed class Near2 : A_B.C.INear_
{
    public int One() => 1;
}

internal sealed class Same : A_B.IC
{
    public int One() => 1;

    public int Two() => 2;
}

internal sealed class Same2 : A.B_IC
{
    public int One() => 1;
}

internal static class Calls
{
    public static Task Run(IGlobal it, Log log) => Once(log, it.One());

    public static Task Run(Iglobal it, Log log) => Once(log, it.One());

    public static Task Run(Outer.Middle.INested it, Log log) => Once(log, it.One());

    public static Task Run(Outer.Middle.INested.IInner it, Log log) => Once(log, it.Two());

    public static Task Run(A.B_C.INear it, Log log) => Once(log, it.One());

    public static Task Run(A_B.C.INear_ it, Log log) => Once(log, it.One());

    public static Task Run(A_B.IC it, Log log) => Once(log, it.One() + it.Two());

    public static Task Run(A.B_IC it, Log log) => Once(log, it.One());

    private static Task Once(Log log, int number)
    {
        log.Add(number);
        return Task.CompletedTask;
    }
}
