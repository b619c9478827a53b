namespace Dagstack.Extensions.Plugins.Generators;

/// <summary>Which part of a member a hook is.</summary>
internal enum HookAccessor
{
    Method,
    Getter,
    Setter,
    IndexGetter,
    IndexSetter,
}
