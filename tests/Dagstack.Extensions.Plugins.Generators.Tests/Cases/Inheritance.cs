using System;
using System.Threading.Tasks;
using Dagstack.Extensions.Plugins;

namespace Acme;

internal interface IRoot
{
    string Id { get; }

    [Hook(Name = "describe_thing")]
    string Describe(object thing);

    string Step();
}

internal interface ILeft : IRoot
{
    string Left() => "left by default";

    string Both(int number);

    string IRoot.Step() => "step of left";
}

internal interface IRight : IRoot
{
    string Right() => "right by default";

    [Hook(Name = "both_long")]
    string Both(long number);
}

[PluginKind("diamond")]
internal interface IDiamond : ILeft, IRight
{
    [Hook(Name = "own_id")]
    new int Id { get; }

    [Hook(Name = "describe_text")]
    string Describe(string thing);

    string Kept() => "kept " + Helper();

    string Replaced() => "never seen";

    int Size { get => 1; set => throw new NotSupportedException("fixed"); }

    int Half { get => 2; private set { } }

    sealed string Fixed() => "fixed " + Kept();

    protected string Hidden() => "hidden";

    static string Shared() => "shared";

    abstract string IRoot.Step();

    private string Helper() => "by default";
}

internal sealed class Diamond : IDiamond
{
    public int Id => 1;

    string IRoot.Id => "root";

    public string Describe(string thing) => "string " + thing;

    string IRoot.Describe(object thing) => "object " + thing;

    string IRoot.Step() => "step of the plugin";

    string ILeft.Both(int number) => "int " + number;

    string IRight.Both(long number) => "long " + number;

    public string Replaced() => "replaced";

    public string Right() => "right";
}

internal static class Calls
{
    public static Task Run(IDiamond it, Log log)
    {
        log.Get(() => it.Id);
        log.Get(() => ((IRoot)it).Id);
        log.Get(() => it.Describe("x"));
        log.Get(() => it.Describe((object)"x"));
        log.Get(() => ((IRoot)it).Describe("x"));
        log.Get(() => ((IRoot)it).Step());
        log.Get(() => it.Left());
        log.Get(() => it.Right());
        log.Get(() => it.Both(1));
        log.Get(() => it.Both(1L));
        log.Get(() => it.Kept());
        log.Get(() => it.Replaced());
        log.Get(() => it.Size);
        log.Do(() => it.Size = 3);
        log.Get(() => it.Half);
        log.Get(() => it.Fixed());
        return Task.CompletedTask;
    }
}
