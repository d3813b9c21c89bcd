module.exports = { install() {} };
