using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

[Obsolete("gone", error: true)]
internal sealed class Gone;

[PluginKind("old")]
internal interface IOld
{
    [Obsolete]
    int Older();

    [Obsolete("Use Newest.", error: true)]
    Gone? Oldest(Gone? gone);

    [Obsolete("Use Newest.", error: true)]
    int Size { get; set; }

    [Experimental("ACME1")]
    int Tried();

    int Newest();
}

[Obsolete("Use IOld.", error: true)]
[PluginKind("dead")]
internal interface IDead
{
    int One();
}

internal sealed class Old : IOld
{
    [Obsolete]
    public int Older() => 1;

    [Obsolete("Use Newest.", error: true)]
    public Gone? Oldest(Gone? gone) => gone;

    [Obsolete("Use Newest.", error: true)]
    public int Size { get; set; }

    public int Tried() => 2;

    public int Newest() => 3;
}

[Obsolete("Use Old.")]
internal sealed class Dead : IDead
{
    public int One() => 1;
}

internal static class Calls
{
    [Obsolete("Calls what is obsolete.")]
    public static Task Run(IOld it, Log log)
    {
        log.Get(() => it.Older());
        log.Get(() => it.Oldest(null) is null);
        log.Do(() => it.Size = 4);
        log.Get(() => it.Size);
#pragma warning disable ACME1
        log.Get(() => it.Tried());
#pragma warning restore ACME1
        log.Get(() => it.Newest());
        return Task.CompletedTask;
    }

    [Obsolete("Calls what is obsolete.")]
    public static Task Run(IDead it, Log log)
    {
        log.Get(() => it.One());
        return Task.CompletedTask;
    }
}
