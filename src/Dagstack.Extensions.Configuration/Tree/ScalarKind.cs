namespace Dagstack.Extensions.Configuration.Tree;

internal enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Float,
    String,
}
